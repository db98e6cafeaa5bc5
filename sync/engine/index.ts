export { deadlineFor } from './deadline.ts'
export { changesOf, deliveryHub } from './hub-delivery.ts'
export * from './ports.ts'
export {
  type EngineChange,
  type EngineParts,
  type EngineSnapshot,
  SyncEngine,
  type SyncOutcome,
} from './sync-engine.ts'
