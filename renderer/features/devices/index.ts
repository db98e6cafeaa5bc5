export { default as DevicesView } from './DevicesView.vue'
export { default as DeviceStatus } from './DeviceStatus.vue'
export { useDeviceAnnouncements } from './use-device-announcements.ts'
