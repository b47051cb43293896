export { createPostman, type Post, recover } from "./drain.ts";
