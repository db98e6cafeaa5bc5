/** A YAML document as the build's plugin gives it: parsed, not yet checked. */
declare module '*.yaml' {
  const data: unknown
  export default data
}
