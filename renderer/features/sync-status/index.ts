export { default as StationGlance } from './StationGlance.vue'
export { default as SyncStatus } from './SyncStatus.vue'
export { useSyncAnnouncements } from './use-sync-announcements.ts'
