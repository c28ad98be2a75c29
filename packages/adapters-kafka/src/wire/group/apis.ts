/**
 * The requests of a group member, in the first versions that carry a static member's instance id (KIP-345). Supported
 * by every broker since 2.3, and by Kafka 4.
 */
export const JOIN_GROUP = { apiKey: 11, apiVersion: 5, apiName: 'JoinGroup' } as const;
export const HEARTBEAT = { apiKey: 12, apiVersion: 3, apiName: 'Heartbeat' } as const;
export const LEAVE_GROUP = { apiKey: 13, apiVersion: 3, apiName: 'LeaveGroup' } as const;
export const SYNC_GROUP = { apiKey: 14, apiVersion: 3, apiName: 'SyncGroup' } as const;
export const OFFSET_COMMIT = { apiKey: 8, apiVersion: 7, apiName: 'OffsetCommit' } as const;
