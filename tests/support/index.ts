export * from './personal-data-search.ts'
export { writeCameraFilm } from './camera-film.ts'
export * from './memory-search.ts'
