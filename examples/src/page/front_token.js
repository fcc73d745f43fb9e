// The `front-token` header tells the front end about a session whose tokens it may not read.

/** Decodes it: `uid` the user, `ate` when the access token expires (milliseconds), `up` the access-token payload. */
export function decode(frontToken) {
    const bytes = Uint8Array.from(atob(frontToken), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
}
