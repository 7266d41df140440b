/** A command that runs another one which can write no file larger than so many bytes: a stand-in for a full disk. POSIX only. */
export function withLargestFile(bytes: number, command: readonly string[]): readonly string[] {
  return ['sh', '-c', `trap '' XFSZ; ulimit -f ${Math.floor(bytes / 512)}; exec "$@"`, 'sh', ...command];
}
