/** A curve as lines of text, highest values first, with its least and greatest value; the scale begins at zero, so that flat looks flat. */
export function plot(
  title: string,
  values: readonly number[],
  options: { readonly width?: number; readonly height?: number } = {},
): string {
  const { width = 60, height = 6 } = options;
  const columns = Array.from({ length: Math.min(width, values.length) }, (_, column, count = Math.min(width, values.length)) => {
    const part = values.slice(Math.floor((column * values.length) / count), Math.floor(((column + 1) * values.length) / count));
    return Math.max(...part);
  });
  const top = Math.max(...values);
  const rows = Array.from({ length: height }, (_, row) => {
    const floor = (top * (height - row - 1)) / height;
    return `  |${columns.map((value) => (value > floor ? '#' : ' ')).join('')}`;
  });
  const range = `least ${Math.min(...values).toFixed(1)}, greatest ${top.toFixed(1)}`;
  return [`${title}: ${range}`, ...rows, `  +${'-'.repeat(columns.length)}`].join('\n');
}
