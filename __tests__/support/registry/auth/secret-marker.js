/**
 * Stands at the beginning of every secret of the tests, the tokens that the double issues included, so that all are found by looking for one text. In
 * two parts, so that this file holds none.
 */
export const secretMarker = ['s3cr', '3t-'].join('');
