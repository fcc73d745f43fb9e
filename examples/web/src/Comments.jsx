import { useEffect, useState } from "react";

import { call } from "./api.js";
import { Refusal } from "./Refusal.jsx";

/** Everybody reads them; whoever has signed in writes; to publish them takes a verified address. */
export function Comments({ signedIn }) {
    const [comments, setComments] = useState();
    const [published, setPublished] = useState();
    const [error, setError] = useState();

    const read = () => call("GET", "/comments").then(setComments);

    /** Shows what goes wrong. */
    const attempt = (work) => {
        setError(undefined);
        setPublished(undefined);
        work().catch(setError);
    };

    useEffect(() => attempt(read), []);

    /** As `action` of the form it would empty the form in any case, also when the API has not got the text. */
    const write = (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        attempt(async () => {
            await call("POST", "/comments", new FormData(form).get("text"));
            form.reset();
            await read();
        });
    };
    const publish = () => attempt(async () => setPublished(await call("POST", "/comments/publish")));

    return (
        <section>
            <ul>
                {comments?.map((comment, index) => (
                    <li key={index}>{comment}</li>
                ))}
            </ul>
            {comments?.length === 0 && <p className="quiet">Nobody has said anything yet.</p>}
            {signedIn ? (
                <form onSubmit={write}>
                    <input name="text" aria-label="Your comment" placeholder="Your comment" required />
                    <button>Comment</button>
                    <button type="button" onClick={publish}>
                        Publish all
                    </button>
                </form>
            ) : (
                <p className="quiet">To write something yourself, sign in.</p>
            )}
            {published && <p role="status">The API has {published}.</p>}
            {error && <Refusal error={error} />}
        </section>
    );
}
