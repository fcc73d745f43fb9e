import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
    plugins: [react()],
    // The API allows this origin (CORS), and the links of its mails lead here.
    server: { port: 3000, strictPort: true },
    // React and the ready-made forms are larger than Vite's limit of 500.
    build: { chunkSizeWarningLimit: 1000 },
});
