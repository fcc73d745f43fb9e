// The example `examples/email-password`, which was built before and runs as a process of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const PROGRAM = process.env.EXAMPLE ?? "../../target/debug/email_password_example";

/** Longest wait for what has to happen anyway, in milliseconds. */
const PATIENCE = 60_000;

export async function startApplication() {
    const port = await freePort();
    const program = spawn(PROGRAM, {
        env: { ...process.env, ROCKET_PORT: String(port), ROCKET_LOG_LEVEL: "normal", ROCKET_CLI_COLORS: "false" },
    });
    let log = "";
    let ended = false;
    program.on("close", () => (ended = true));
    for (const stream of [program.stdout, program.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => (log += text));
    }
    const until = async (what, look) => {
        const end = Date.now() + PATIENCE;
        for (;;) {
            const found = await look();
            if (found) {
                return found;
            }
            if (ended || Date.now() > end) {
                throw new Error(`${what} did not happen. The application said:\n${log}`);
            }
            await pause(20);
        }
    };
    const origin = `http://localhost:${port}`;
    await until("the launch", () => fetch(`${origin}/comments`).then(({ ok }) => ok, () => false));
    const linksSoFar = (page) => [...log.matchAll(new RegExp(`http\\S*/auth/${page}\\?token=[\\w.~%-]+&tenantId=[\\w-]+`, "g"))];
    const read = { "verify-email": 0, "reset-password": 0 };
    return {
        origin,
        /** The link of the next mail for a page: the application writes it into its log. */
        link: (page) =>
            until(`a link to ${page}`, () => {
                const link = linksSoFar(page)[read[page]]?.[0];
                read[page] += link ? 1 : 0;
                return link;
            }),
        /** Whether there is a link that nobody has asked for. */
        hasMoreLinks: (page) => linksSoFar(page).length > read[page],
        async stop() {
            if (!ended) {
                program.kill();
                await once(program, "close");
            }
        },
    };
}

async function freePort() {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address();
    server.close();
    await once(server, "close");
    return port;
}
