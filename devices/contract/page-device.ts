import { z } from 'zod'

/**
 * Devices that the page holds by itself, through the browser: no adapter and no process of ours stands between. They are not
 * configured; what hangs on the machine is what there is.
 */
export const pageDeviceKindNames = {
  /** Camera: getUserMedia (W3C Media Capture and Streams). Gives pages of papers, and codes. */
  camera: '摄像头',
  /** SignaturePad: pointer events with pressure (W3C Pointer Events). Gives strokes, and a picture of them. */
  'signature-pad': '签名区',
} as const
export type PageDeviceKind = keyof typeof pageDeviceKindNames

/** What keeps a camera from showing anything; each has its sentence in the catalogue of errors. */
export const cameraErrorCodes = ['camera.none', 'camera.refused', 'camera.busy', 'camera.failed'] as const
export const cameraErrorCodeSchema = z.enum(cameraErrorCodes)
export type CameraErrorCode = z.infer<typeof cameraErrorCodeSchema>

/** What a device of the page can do. */
export const pageDeviceCapabilities = ['photograph', 'read-code', 'sign', 'pressure'] as const
export type PageDeviceCapability = (typeof pageDeviceCapabilities)[number]

/** Where one stands, in the words of {@link deviceStateSchema} as far as they fit. */
export type PageDeviceState =
  | { readonly status: 'absent' }
  | { readonly status: 'starting' }
  | { readonly status: 'ready' }
  | { readonly status: 'failed'; readonly error: { readonly code: CameraErrorCode } }

export interface PageDeviceSnapshot {
  readonly kind: PageDeviceKind
  readonly state: PageDeviceState
  readonly capabilities: readonly PageDeviceCapability[]
}
