export { useCameraPresence } from './camera-presence.ts'
export { type CameraChoice, type CameraControl, type CameraState, useCamera } from './use-camera.ts'
