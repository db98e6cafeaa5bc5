export { createDeviceRuntime, type DeviceRuntime, type DeviceRuntimeOptions } from './device-runtime.ts'
export { labelOf, openDevice } from './registry.ts'
export type { SupervisionTimes } from './supervised-device.ts'
