/** Stands at the beginning of every secret of the tests, the tokens of the registry double included, so that all are found by looking for one text. */
export const secretMarker = 's3cr3t-';
