import SuperTokens from "supertokens-auth-react";
import EmailPassword from "supertokens-auth-react/recipe/emailpassword";
import { EmailPasswordPreBuiltUI } from "supertokens-auth-react/recipe/emailpassword/prebuiltui";
import EmailVerification from "supertokens-auth-react/recipe/emailverification";
import { EmailVerificationPreBuiltUI } from "supertokens-auth-react/recipe/emailverification/prebuiltui";
import Session from "supertokens-auth-react/recipe/session";

import { API } from "./api.js";
import formStyle from "./forms.css?raw";

/** The pages below /auth that come with SuperTokens: sign up, sign in, reset the password, verify the address. */
export const readyMadePages = [EmailPasswordPreBuiltUI, EmailVerificationPreBuiltUI];

export function startSuperTokens() {
    SuperTokens.init({
        appInfo: { appName: "Comments", apiDomain: API, websiteDomain: window.location.origin },
        style: formStyle,
        recipeList: [
            EmailPassword.init({ signInAndUpFeature: { signUpForm: { formFields: [nameField] } } }),
            // As the API has it: an address that is not verified is no reason to show nothing.
            EmailVerification.init({ mode: "OPTIONAL" }),
            // "cookie", or "header" where browsers refuse the cookies of another site.
            Session.init({ tokenTransferMethod: import.meta.env.VITE_TOKEN_TRANSFER ?? "cookie" }),
        ],
    });
}

/** The API demands a name of whoever signs up, so the form has to ask for it. */
const nameField = {
    id: "name",
    label: "Name",
    placeholder: "What we may call you",
    nonOptionalErrorMsg: "Please tell us your name",
};
