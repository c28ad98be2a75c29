/** The style of the page, light and dark. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2330; --soft: #5b6676; --rule: #d9dee6; --mark: #d64545;
  --c0: #1f6feb; --c1: #b35900; --c2: #1a7f37; --c3: #8250df; --c4: #bf3989; --c5: #0a7ea4; --c6: #7d6608; --c7: #57606a; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12161d; --ink: #e6ebf2; --soft: #9aa7b8; --rule: #2c3542; --mark: #ff8080;
    --c0: #6cb0ff; --c1: #ffb26b; --c2: #5bd17f; --c3: #c4a5ff; --c4: #ff9bd2; --c5: #66d3f0; --c6: #e3cf65; --c7: #b6c2cf; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 960px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 26px; margin: 0 0 12px; } h2 { font-size: 16px; margin: 28px 0 6px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin: 0; }
dt { color: var(--soft); font-size: 13px; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font-size: 11px; }
svg path { fill: none; stroke-width: 1.5; } .grid { stroke: var(--rule); } .mark { stroke: var(--mark); stroke-dasharray: 2 3; opacity: .7; }
${Array.from({ length: 8 }, (_, index) => `path.c${index} { stroke: var(--c${index}); } li.c${index}::before { background: var(--c${index}); }`).join('\n')}
path.dashed { stroke-dasharray: 6 3; } li.dashed::before { width: 4px; box-shadow: 6px 0 currentColor; margin-right: 11px; }
ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 4px 0 0; padding: 0; font-size: 12px; color: var(--soft); }
li::before { content: ''; display: inline-block; width: 10px; height: 3px; margin: 0 5px 3px 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; color: var(--soft); font-weight: 500; } td, th { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--rule); }
td { font-variant-numeric: tabular-nums; } p { color: var(--soft); font-size: 13px; }`;
