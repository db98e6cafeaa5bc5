import { contextBridge, ipcRenderer } from 'electron'

contextBridge.exposeInMainWorld('peerShell', {
  writeFile: (name: string, chunks: readonly Uint8Array[]) => ipcRenderer.invoke('file', name, chunks),
})
