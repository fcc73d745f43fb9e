import { useState } from "react";
import { SessionAuth, signOut, useSessionContext } from "supertokens-auth-react/recipe/session";
import { canHandleRoute, getRoutingComponent } from "supertokens-auth-react/ui";

import { Accounts } from "./Accounts.jsx";
import { explain } from "./api.js";
import { Comments } from "./Comments.jsx";
import { Refusal } from "./Refusal.jsx";
import { readyMadePages } from "./supertokens.js";

export function App() {
    if (canHandleRoute(readyMadePages)) {
        return getRoutingComponent(readyMadePages);
    }
    // Everybody may read. Without `requireAuth={false}`, whoever has not signed in would be sent to the form.
    return (
        <SessionAuth requireAuth={false}>
            <Home />
        </SessionAuth>
    );
}

function Home() {
    const session = useSessionContext();
    const [error, setError] = useState();
    if (session.loading) {
        return null;
    }
    const signedIn = session.doesSessionExist;
    const leave = () => {
        setError(undefined);
        signOut().catch((error) => setError(explain(error)));
    };
    return (
        <>
            <header>
                <h1>Comments</h1>
                {signedIn ? <button onClick={leave}>Sign out</button> : <a href="/auth">Sign in</a>}
            </header>
            <main>
                {signedIn && error && <Refusal error={error} />}
                <Comments signedIn={signedIn} />
                {signedIn && <Accounts />}
            </main>
        </>
    );
}
