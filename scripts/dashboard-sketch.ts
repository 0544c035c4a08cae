/** The width of a column and the height of a row of the dashboard, in pixels of the picture. */
const [COLUMN, ROW] = [50, 36];
const COLORS = ['#1f77b4', '#d62728', '#2ca02c', '#ff7f0e', '#9467bd', '#8c564b', '#e377c2', '#17becf', '#bcbd22', '#7f7f7f', '#5f9ea0', '#b8860b'];

/** A place on the dashboard. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly label: string;
  readonly values: number[];
}

const STYLE = `
  svg { font-family: system-ui, sans-serif; font-size: 11px; }
  .page { fill: #f2f3f3; } .card { fill: #ffffff; stroke: #c6c6cd; } .grid { stroke: #e3e3e8; }
  text { fill: #16191f; } .title { font-weight: 600; font-size: 13px; } .small { font-size: 10px; fill: #545b64; } .note { font-style: italic; fill: #545b64; }
  .ok { fill: #d9f0df; stroke: #1d8102; } .alarm { fill: #fbd5d5; stroke: #d13212; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0f1b2a; } .card { fill: #192534; stroke: #414d5c; } .grid { stroke: #2c3a4a; }
    text { fill: #e9ebed; } .small { fill: #a9b4c0; } .note { fill: #a9b4c0; }
    .ok { fill: #123b23; } .alarm { fill: #56201c; }
  }`;

/** A page with the widgets on it. */
export function page(note: string, widgets: { place: Place; content: string }[]): string {
  const rows = Math.max(...widgets.map(({ place }) => place.y + place.height));
  const [width, height] = [24 * COLUMN + 20, rows * ROW + 50];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(note)}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="note" x="14" y="22">${escaped(note)}</text>`,
    ...widgets.map(({ place: { x, y }, content }) => `<g transform="translate(${10 + x * COLUMN} ${36 + y * ROW})">${content}</g>`),
    '</svg>\n',
  ].join('\n');
}

/** A widget of lines of text, cut where it ends. */
export function texts(place: Place, title: string, lines: string[]): string {
  const [width, height] = sizeOf(place);
  const room = Math.floor((height - 30) / 15);
  return card(place, title) + lines.slice(0, room).map((line, index) => `<text x="12" y="${38 + index * 15}">${cut(line, width / 6.6)}</text>`).join('');
}

/** A widget of lines over a day, from zero up to the highest. */
export function graph(place: Place, title: string, lines: Line[]): string {
  const [width, height] = sizeOf(place);
  const [left, top, right, bottom] = [40, 30, width - 12, height - 34];
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const at = (value: number, index: number, count: number) => `${round(left + (right - left) * index / (count - 1))},${round(bottom - (bottom - top) * value / most)}`;
  return [
    card(place, title),
    ...[0, most].map(value => `<line class="grid" x1="${left}" x2="${right}" y1="${at(value, 0, 2).split(',')[1]}" y2="${at(value, 0, 2).split(',')[1]}"/>`
      + `<text class="small" text-anchor="end" x="${left - 4}" y="${Number(at(value, 0, 2).split(',')[1]) + 4}">${value}</text>`),
    ...lines.map(({ values }, index) => `<polyline fill="none" stroke="${COLORS[index % COLORS.length]}" stroke-width="1.3" points="${values.map((value, i) => at(value, i, values.length)).join(' ')}"/>`),
    ...['00:00', '12:00', '24:00'].map((time, index) => `<text class="small" text-anchor="${['start', 'middle', 'end'][index]}" x="${left + (right - left) * index / 2}" y="${bottom + 13}">${time}</text>`),
    legend(lines, left, right, bottom + 27),
  ].join('');
}

/** A widget of tiles, red and green. */
export function tiles(place: Place, title: string, states: { label: string; isOn: boolean }[]): string {
  const [width, height] = sizeOf(place);
  const columns = 7;
  const rows = Math.ceil(states.length / columns);
  const [tileWidth, tileHeight] = [(width - 20) / columns, (height - 34) / rows];
  return card(place, title) + states.map(({ label, isOn }, index) => {
    const [x, y] = [10 + (index % columns) * tileWidth, 28 + Math.floor(index / columns) * tileHeight];
    return `<rect class="${isOn ? 'alarm' : 'ok'}" x="${round(x)}" y="${round(y)}" width="${round(tileWidth - 5)}" height="${round(tileHeight - 5)}" rx="3"/>`
      + `<text class="small" x="${round(x + 5)}" y="${round(y + tileHeight / 2 + 1)}">${cut(label, tileWidth / 6.4)}</text>`;
  }).join('');
}

/** A widget of a table: as many rows as there is room for. */
export function table(place: Place, title: string, rows: Record<string, unknown>[]): string {
  const [width, height] = sizeOf(place);
  const names = Object.keys(rows[0] ?? {});
  const longest = names.map(name => Math.min(70, Math.max(name.length, ...rows.map(row => String(row[name] ?? '').length))) + 2);
  const unit = (width - 24) / longest.reduce((a, b) => a + b, 0);
  const starts = longest.map((_, index) => 12 + unit * longest.slice(0, index).reduce((a, b) => a + b, 0));
  const line = (values: unknown[], y: number, kind: string) => values.map((value, index) =>
    `<text class="${kind}" x="${round(starts[index])}" y="${y}">${cut(String(value ?? ''), longest[index] * unit / 7)}</text>`).join('');
  const room = Math.floor((height - 50) / 15);
  return card(place, title) + line(names, 40, 'small') + rows.slice(0, room).map((row, index) => line(names.map(name => row[name]), 57 + index * 15, '')).join('');
}

function card(place: Place, title: string): string {
  const [width, height] = sizeOf(place);
  return `<rect class="card" width="${width}" height="${height}" rx="6"/><text class="title" x="12" y="20">${cut(title, width / 8.5)}</text>`;
}

function legend(lines: Line[], left: number, right: number, y: number): string {
  const width = Math.min(170, (right - left) / lines.length);
  return lines.map(({ label }, index) => `<circle cx="${round(left + index * width)}" cy="${y - 3}" r="3" fill="${COLORS[index % COLORS.length]}"/>`
    + `<text class="small" x="${round(left + index * width + 6)}" y="${y}">${cut(label, (width - 10) / 5.5)}</text>`).join('');
}

function sizeOf({ width, height }: Place): [number, number] {
  return [width * COLUMN - 8, height * ROW - 8];
}

function cut(text: string, length: number): string {
  return escaped(text.length <= length ? text : `${text.slice(0, Math.max(1, Math.floor(length) - 1))}…`);
}

/** What stands in records was written by anybody. */
function escaped(text: string): string {
  return text.replace(/[^\u0020-\u007e…·]/g, '?').replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
