export {
  defineCommand,
  type AppCommand,
  type AppCommandOptions,
  type ArgumentsIn,
  type CommandTools,
  type DefineCommand,
} from './app-command.js';
export { defineConfig, type AppConfig, type ConfiguredValues } from './app-config.js';
export type { Panel, PanelFigures, PanelPoint } from './panel.js';
export { loadConfiguredSettings, openApp } from './open-app.js';
