/**
 * The one permission that a page of ours gets: to see through the camera, for papers that no scanner takes. Never to hear,
 * and never both at once.
 * @param mediaTypes what is asked for, as Electron names it
 */
export function isCameraAlone(permission: string, mediaTypes: readonly string[] | undefined): boolean {
  return (
    permission === 'media' && mediaTypes !== undefined && mediaTypes.length === 1 && mediaTypes[0] === 'video'
  )
}
