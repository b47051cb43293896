import { complaintWords } from "../../../src/assist/lane.ts";

/** A complaint about people: private, unnamed, and never to the very lane it is about. */
export const isComplaint = (text: string): boolean => complaintWords(text).length > 0;
