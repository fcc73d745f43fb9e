import { journey } from "./journey.mjs";

journey("cookie");
