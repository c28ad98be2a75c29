/** A Lua script that Redis runs as one step. Needs Redis 7.0, the first with script flags. */
export interface ScriptDefinition {
  /** The name under which the client knows it. */
  readonly name: string;
  readonly lua: string;
}
