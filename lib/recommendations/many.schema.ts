/** How many recommendations can be named one by one; more are chosen by a filter. */
export const MOST_BY_HAND = 500;
