/** How a line is changed on its way into a recording. */
export type LineChange = (line: string) => string;
