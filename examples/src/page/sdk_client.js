// The front end is SuperTokens' own SDK. It puts itself around `fetch`, and does all that a session needs.

const { supertokens, supertokensSession } = globalThis;

/** Whether the page was served with the SDK. */
export const isThere = supertokensSession !== undefined;

export function sdkClient(mode) {
    const session = supertokensSession.default ?? supertokensSession;
    supertokens.init({
        appInfo: { appName: "Rocket Example", apiDomain: location.origin, apiBasePath: "/auth" },
        recipeList: [session.init({ tokenTransferMethod: mode })],
    });
    return {
        call: (path, init) => fetch(new URL(path, location.origin), init),
        async session() {
            if (!(await session.doesSessionExist())) return null;
            return {
                userId: await session.getUserId(),
                payload: await session.getAccessTokenPayloadSecurely(),
            };
        },
        refresh: () => session.attemptRefreshingSession(),
        signOut: () => session.signOut(),
        invalidClaims: (response) => session.getInvalidClaimsFromResponse({ response }),
    };
}
