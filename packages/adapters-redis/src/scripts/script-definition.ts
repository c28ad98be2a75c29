/** A Lua script that Redis runs atomically. Needs Redis 7.0, the first version with script flags. */
export interface ScriptDefinition {
  /** The name of the client command. */
  readonly name: string;
  readonly lua: string;
}
