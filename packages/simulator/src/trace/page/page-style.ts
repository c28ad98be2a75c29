/** How the page of a run looks, in light and in dark. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: #fff; --panel: #f6f8fa; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de;
  --call: #7f9fc4; --failed-call: #b35900; --fault: #c4202d; --process: #24292f; --work: #1a7f37; --log: #8a6100;
  --state: #0969da; --failure: #8250df; --on-failure: #fff; --chosen: #fff8c5; --held: #1a7f37;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #0d1117; --panel: #161b22; --text: #e6edf3; --quiet: #9aa4af; --line: #30363d;
    --call: #4d79ab; --failed-call: #f0a040; --fault: #ff7b72; --process: #e6edf3; --work: #56d364; --log: #e3b341;
    --state: #79c0ff; --failure: #bc8cff; --on-failure: #0d1117; --chosen: #3b3413; --held: #56d364;
  }
}
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; color: var(--text); background: var(--back); }
h1 { font-size: 1.3rem; }
h2 { font-size: 1rem; margin: .2rem 0 .6rem; }
.held { color: var(--held); } .failed { color: var(--fault); white-space: pre-wrap; }
.legend span { padding: 0 .8rem 0 .4rem; border-left: .8rem solid; }
.legend .call { border-color: var(--call); } .legend .failedCall { border-color: var(--failed-call); }
.legend .fault { border-color: var(--fault); } .legend .process { border-color: var(--process); }
.legend .work { border-color: var(--work); } .legend .state { border-color: var(--state); }
.legend .failure { border-color: var(--failure); }
#lanes { overflow-x: auto; border: 1px solid var(--line); margin: .6rem 0; }
#lanes svg { display: block; }
#lanes text { font: 12px system-ui, sans-serif; fill: var(--text); }
#lanes text.time { fill: var(--quiet); }
#lanes line { stroke: var(--line); }
#lanes rect { cursor: pointer; fill: var(--quiet); }
#lanes rect.call { fill: var(--call); } #lanes rect.answer { fill: var(--failed-call); }
#lanes rect.fault, #lanes rect.window { fill: var(--fault); } #lanes rect.process { fill: var(--process); }
#lanes rect.work { fill: var(--work); } #lanes rect.log { fill: var(--log); } #lanes rect.state { fill: var(--state); }
#lanes rect.failure { fill: var(--failure); } #lanes rect.chosen { stroke: var(--text); stroke-width: 2; }
#lanes line.failure { stroke: var(--failure); stroke-width: 2; }
#lanes line.heldLine { stroke: var(--held); stroke-width: 2; stroke-dasharray: 4 3; }
#run { display: grid; grid-template-columns: minmax(0, 3fr) minmax(18rem, 2fr); gap: 1rem; align-items: start; }
#steps { font: 12px/1.5 ui-monospace, monospace; margin: 0; padding-left: 4.5rem; max-height: 60vh; overflow: auto; }
#steps li { cursor: pointer; white-space: pre-wrap; overflow-wrap: anywhere; }
#steps li.fault, #steps li.window { color: var(--fault); }
#steps li.work { color: var(--work); }
#steps li.state { color: var(--state); }
#steps li.process, #steps li.log { color: var(--quiet); }
#steps li.failure { color: var(--on-failure); background: var(--failure); }
#steps li.lastHeld { border-bottom: 2px dashed var(--held); }
#steps li.chosen { background: var(--chosen); color: var(--text); }
#changes { background: var(--panel); border: 1px solid var(--line); padding: .8rem; max-height: 60vh; overflow: auto; box-sizing: border-box; }
#changes dt { font-weight: 600; margin-top: .6rem; overflow-wrap: anywhere; }
#changes dd { font: 12px/1.5 ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; }
#changes del { color: var(--fault); } #changes ins { color: var(--work); text-decoration: none; }
#changes p { color: var(--quiet); margin: .3rem 0; }
@media (max-width: 60rem) { #run { grid-template-columns: minmax(0, 1fr); } }
`;
