import { SessionAuth, signOut, useSessionContext } from "supertokens-auth-react/recipe/session";
import { canHandleRoute, getRoutingComponent } from "supertokens-auth-react/ui";

import { Accounts } from "./Accounts.jsx";
import { Comments } from "./Comments.jsx";
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
    if (session.loading) {
        return null;
    }
    const signedIn = session.doesSessionExist;
    return (
        <>
            <header>
                <h1>Comments</h1>
                {signedIn ? <button onClick={() => signOut()}>Sign out</button> : <a href="/auth">Sign in</a>}
            </header>
            <main>
                <Comments signedIn={signedIn} />
                {signedIn && <Accounts />}
            </main>
        </>
    );
}
