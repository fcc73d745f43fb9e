import { useEffect, useState } from "react";
import { useClaimValue } from "supertokens-auth-react/recipe/session";
import { UserRoleClaim } from "supertokens-auth-react/recipe/userroles";

import { call } from "./api.js";
import { Refusal } from "./Refusal.jsx";

/** Who has an account, for administrators. The API makes the first account one. */
export function Accounts() {
    const roles = useClaimValue(UserRoleClaim);
    return roles.value?.includes("admin") ? <List /> : null;
}

// To hide the list is a courtesy. What protects it is the API.
function List() {
    const [accounts, setAccounts] = useState([]);
    const [error, setError] = useState();

    useEffect(() => {
        call("GET", "/admin/users").then(setAccounts, setError);
    }, []);

    return (
        <section>
            <h2>Accounts</h2>
            <ul>
                {accounts.map(({ name, emails }) => (
                    <li key={emails[0]}>
                        {name} <span className="quiet">{emails.join(", ")}</span>
                    </li>
                ))}
            </ul>
            {error && <Refusal error={error} />}
        </section>
    );
}
