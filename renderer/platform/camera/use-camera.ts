import type { CameraErrorCode } from '#devices/contract'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import { cameraErrorOf } from './camera-error.ts'

export type CameraState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly stream: MediaStream }
  | { readonly kind: 'failed'; readonly error: { readonly code: CameraErrorCode } }

/** A camera of this machine: a document camera often has two. */
export interface CameraChoice {
  readonly value: string
  readonly label: string
}

export interface CameraControl {
  readonly state: Readonly<ShallowRef<CameraState>>
  readonly cameras: Readonly<ShallowRef<readonly CameraChoice[]>>
  /** Starts the camera, that of `deviceId` where given; the one before is stopped. */
  readonly start: (deviceId?: string) => Promise<void>
}

/** As much as the camera gives: A4 wants 2339 px on its long side at 200 dpi. */
const picture = { width: { ideal: 3840 }, height: { ideal: 2160 } } as const

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** The camera for as long as this component is on screen, and not a moment longer. */
export function useCamera(): CameraControl {
  const state = shallowRef<CameraState>({ kind: 'starting' })
  const cameras = shallowRef<readonly CameraChoice[]>([])
  let wanted = 0

  function stop(): void {
    wanted += 1
    if (state.value.kind === 'live') end(state.value.stream)
  }

  async function start(deviceId?: string): Promise<void> {
    stop()
    const mine = wanted
    state.value = { kind: 'starting' }
    try {
      const video = deviceId === undefined ? picture : { ...picture, deviceId: { exact: deviceId } }
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false })
      // Left, or another one chosen, while the camera was waking up.
      if (mine !== wanted) {
        end(stream)
        return
      }
      const unplugged = (): void => void (state.value = { kind: 'failed', error: { code: 'camera.none' } })
      for (const track of stream.getTracks()) track.addEventListener('ended', unplugged)
      state.value = { kind: 'live', stream }
      const found = await navigator.mediaDevices.enumerateDevices()
      cameras.value = found
        .filter(({ kind }) => kind === 'videoinput')
        .map(({ deviceId: value, label }) => ({ value, label }))
    } catch (error) {
      if (mine === wanted) state.value = { kind: 'failed', error: cameraErrorOf(error) }
    }
  }

  onBeforeUnmount(stop)
  return { state, cameras, start }
}
