// CouchDB's protocol by express-pouchdb over LevelDB files, as its README sets it up.
import console from 'node:console'
import process from 'node:process'
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import PouchDB from 'pouchdb-node'

const folder = process.argv[2]
const app = express()
app.use((request, response, next) => {
  response.header('access-control-allow-origin', '*')
  response.header('access-control-allow-methods', 'GET, PUT, POST, HEAD, DELETE')
  response.header('access-control-allow-headers', '*')
  if (request.method === 'OPTIONS') response.sendStatus(204)
  else next()
})
app.use(
  '/',
  expressPouchDB(PouchDB.defaults({ prefix: `${folder}/` }), {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    logPath: `${folder}/log.txt`,
  }),
)
const server = app.listen(0, '127.0.0.1', () => console.log(`ready on ${server.address().port}`))
