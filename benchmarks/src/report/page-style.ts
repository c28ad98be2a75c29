/** The style of the page, for light and dark screens. */
export const pageStyle = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif; max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
nav a { display: inline-block; margin-right: .8rem; }
section { margin-top: 3rem; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #8884; vertical-align: top; }
tr.missed td:nth-child(5) { color: #c2410c; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { background: #12161c; color: #e6edf3; } a { color: #62b0ff; } tr.missed td:nth-child(5) { color: #ffb454; }
}`;
