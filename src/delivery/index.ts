export { drain, type Post, recover } from "./drain.ts";
