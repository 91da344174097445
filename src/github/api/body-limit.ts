/** GitHub takes 65,536 characters of a comment, by its own message; a marker has at most eighty-three, and a line end. */
export const maxBodyCharacters = 65_536 - 100;
