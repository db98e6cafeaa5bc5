import { readCodeText, type ScannedCode } from '#devices/contract'
import { connectCodeReader, type SeenCode } from '#renderer/workers'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'

/** What the camera made of the last pictures: nothing yet, more than one code, a code that is no text, or that it broke. */
export type CodeCameraHint = 'looking' | 'several' | 'unreadable' | 'failed'

export interface CodeCameraControl {
  readonly hint: Readonly<ShallowRef<CodeCameraHint>>
  /** Looks at picture after picture of this video until a code is there or the component goes. */
  readonly watch: (video: HTMLVideoElement) => void
}

/** Enough for the code on a telephone held at arm's length, and quick to search. */
const longestSidePx = 1280

/** Looks for a code with the camera. @param seen is told the first one that is alone in the picture */
export function useCodeCamera(seen: (code: ScannedCode) => void): CodeCameraControl {
  const hint = shallowRef<CodeCameraHint>('looking')
  const reader = connectCodeReader()
  let over = false
  let watched: HTMLVideoElement | null = null

  function take(codes: readonly SeenCode[]): boolean {
    const different = new Map(codes.map((code) => [code.bytes.join(), code]))
    const [only] = different.values()
    if (only === undefined) return false
    if (different.size > 1) {
      hint.value = 'several'
      return false
    }
    try {
      const symbology = /^\][A-Za-z][0-9A-Za-z]$/.test(only.symbology) ? only.symbology : null
      const code = { ...readCodeText(only.bytes), symbology }
      over = true
      seen(code)
      return true
    } catch {
      hint.value = 'unreadable'
      return false
    }
  }

  async function look(video: HTMLVideoElement): Promise<void> {
    try {
      while (!over && video === watched && video.isConnected) {
        await nextFrame(video)
        const scale = Math.min(1, longestSidePx / Math.max(video.videoWidth, video.videoHeight))
        const resizeWidth = Math.max(1, Math.round(video.videoWidth * scale))
        const frame = await createImageBitmap(video, { resizeWidth, resizeQuality: 'medium' })
        if (take(await reader.read(frame))) return
      }
    } catch {
      if (!over && video === watched) hint.value = 'failed'
    }
  }

  onBeforeUnmount(() => {
    over = true
    reader.close()
  })
  return {
    hint,
    watch(video) {
      if (watched === video) return
      watched = video
      hint.value = 'looking'
      void look(video)
    },
  }
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    video.requestVideoFrameCallback(() => {
      resolve()
    })
  })
}
