/** A picture (SVG) of a terminal: a command and what it printed, with its colours. */
export function terminalImage(command: string, output: string): string;
