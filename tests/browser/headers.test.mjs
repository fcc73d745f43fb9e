import { journey } from "./journey.mjs";

journey("header");
