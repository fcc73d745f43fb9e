import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SuperTokensWrapper } from "supertokens-auth-react";

import { App } from "./App.jsx";
import { startSuperTokens } from "./supertokens.js";
import "./style.css";

startSuperTokens();

createRoot(document.getElementById("root")).render(
    <StrictMode>
        <SuperTokensWrapper>
            <App />
        </SuperTokensWrapper>
    </StrictMode>,
);
