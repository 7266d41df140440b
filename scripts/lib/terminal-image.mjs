const colours = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341' };
const lineHeight = 20;
const columnWidth = 8.4;

/**
 * A picture (SVG) of a terminal: a command and what it printed, with its colours.
 *
 * @param {string} command what was typed
 * @param {string} output what came, with ANSI colours
 * @returns {string} the SVG
 */
export function terminalImage(command, output) {
  const lines = [`\u001b[1m$ ${command}\u001b[22m`, ...output.trimEnd().split('\n')];
  const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length));
  const width = Math.ceil(columns * columnWidth) + 40;
  const height = lines.length * lineHeight + 36;
  const rows = lines.map((line, index) => `<text x="20" y="${(index + 1) * lineHeight + 14}">${spans(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Consolas, monospace" font-size="14" fill="#e6edf3">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`;
}

function spans(line) {
  const style = { fill: undefined, bold: false, dim: false };
  return line
    .split(/(\u001b\[\d+m)/)
    .map((part) => {
      const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (code === undefined) return part === '' ? '' : span(part, style);
      apply(style, Number(code));
      return '';
    })
    .join('');
}

function apply(style, code) {
  if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 22) style.bold = style.dim = false;
  else if (code === 39) style.fill = undefined;
  else style.fill = colours[code];
}

function span(text, { fill, bold, dim }) {
  const attributes = [fill === undefined ? '' : ` fill="${fill}"`, bold ? ' font-weight="bold"' : '', dim ? ' fill-opacity="0.6"' : ''];
  return `<tspan${attributes.join('')}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0')}</tspan>`;
}
