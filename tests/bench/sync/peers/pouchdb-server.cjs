// CouchDB's protocol by express-pouchdb over LevelDB files, as its README sets it up.
const express = require('express')
const expressPouchDB = require('express-pouchdb')
const PouchDB = require('pouchdb-node')

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
