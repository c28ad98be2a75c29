/** How the page of a run looks. */
export const pageStyle = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.3rem; }
.held { color: #1a7f37; } .failed { color: #b42318; }
.legend span { padding: 0 .8rem 0 .4rem; border-left: .8rem solid; }
.call { border-color: #9db7d5 !important; } .failedCall { border-color: #e08a00 !important; }
.fault { border-color: #d1242f !important; } .process { border-color: #24292f !important; }
.work { border-color: #2da44e !important; } .failure { border-color: #8250df !important; }
#lanes { overflow-x: auto; border: 1px solid #d0d7de; }
#lanes svg { display: block; }
#lanes text { font: 12px system-ui, sans-serif; }
#steps { font: 12px/1.5 ui-monospace, monospace; padding-left: 4.5rem; max-height: 60vh; overflow-y: auto; }
#steps li.fault, #steps li.window { color: #b42318; }
#steps li.work { color: #1a7f37; }
#steps li.failure { color: #fff; background: #8250df; border: 0; }
#steps li.process { color: #57606a; border: 0; }
#steps li.fault, #steps li.work, #steps li.call { border: 0; }
#steps li.chosen { background: #fff8c5; color: #1b1f24; }
`;
