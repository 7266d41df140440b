/** A duration such as `30s`, `5m` or `1h` in milliseconds. */
export function milliseconds(duration: string): number {
  const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  const unit = duration.replace(/^\d+/, '') as keyof typeof units;
  return Number.parseInt(duration, 10) * units[unit];
}
