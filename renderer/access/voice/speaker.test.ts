import { describe, expect, it, vi } from 'vitest'
import { createSpeaker, offlineVoice, type Synthesis } from './speaker.ts'

function voice(lang: string, localService: boolean, name = lang): SpeechSynthesisVoice {
  return { lang, localService, name, default: false, voiceURI: name }
}

describe('the voice', () => {
  it('is one of this machine, and speaks Chinese', () => {
    const here = voice('zh-CN', true)
    expect(offlineVoice([voice('en-US', true), voice('zh-CN', false, 'far'), here])).toBe(here)
    expect(offlineVoice([voice('zh-CN', false), voice('en-US', true)])).toBeNull()
    expect(offlineVoice([voice('zh-HK', true), voice('zh_CN', true)])?.lang).toBe('zh_CN')
    expect(offlineVoice([voice('cmn', true)])?.lang).toBe('cmn')
  })

  it('says the newest sentence and leaves nothing in the queue', () => {
    const spoken: { text: string; volume: number }[] = []
    vi.stubGlobal(
      'SpeechSynthesisUtterance',
      class {
        volume = 1
        text: string
        constructor(text: string) {
          this.text = text
        }
      },
    )
    const synthesis: Synthesis = {
      getVoices: () => [voice('zh-CN', true)],
      speak: ({ text, volume }) => spoken.push({ text, volume }),
      cancel: () => spoken.splice(0),
    }
    const speaker = createSpeaker(synthesis)
    speaker.speak('第一句', 0.8)
    speaker.speak('第二句', 0.6)
    expect(spoken).toEqual([{ text: '第二句', volume: 0.6 }])
    speaker.stop()
    expect(spoken).toEqual([])
    vi.unstubAllGlobals()
  })

  it('is silent where there is none', () => {
    const synthesis: Synthesis = {
      getVoices: () => [voice('zh-CN', false)],
      speak: () => expect.fail('it spoke'),
      cancel: () => undefined,
    }
    expect(createSpeaker(synthesis).canSpeak()).toBe(false)
    createSpeaker(synthesis).speak('一句', 1)
    createSpeaker(null).speak('一句', 1)
  })
})
