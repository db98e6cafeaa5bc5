import type { CameraErrorCode } from '#devices/contract'

const codes: Readonly<Record<string, CameraErrorCode>> = {
  NotFoundError: 'camera.none',
  OverconstrainedError: 'camera.none',
  NotAllowedError: 'camera.refused',
  SecurityError: 'camera.refused',
  NotReadableError: 'camera.busy',
  AbortError: 'camera.busy',
}

/** The code for what getUserMedia rejected with (W3C Media Capture and Streams, 10.2.4). */
export function cameraErrorOf(error: unknown): { readonly code: CameraErrorCode } {
  const name = error instanceof Error ? error.name : ''
  return { code: codes[name] ?? 'camera.failed' }
}
