/** The most pages a document may have: more than people work with, and few enough to be read in a job's time. */
export const maxPages: number = 5000;
