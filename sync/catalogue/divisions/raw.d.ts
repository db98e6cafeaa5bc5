/** A file's text, as Vite gives it for `?raw`. */
declare module '*.csv?raw' {
  const text: string
  export default text
}
