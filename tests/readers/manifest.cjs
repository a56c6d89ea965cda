// Print the manifest that Readium's streamer, the one in Thorium, makes of an e-book.

const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } =
    require('r2-shared-js/dist/es8-es2017/src/init-globals')
const { EpubParsePromise } = require('r2-shared-js/dist/es8-es2017/src/parser/epub')
const { TaJsonSerialize } = require('r2-lcp-js/dist/es8-es2017/src/serializable')

const describe = async book => {
    initGlobalConverters_GENERIC()
    initGlobalConverters_SHARED()
    const publication = await EpubParsePromise(book)
    const manifest = TaJsonSerialize(publication)
    // The navigator has no use for it, and fails where one word stands for a list of one.
    delete manifest.metadata.accessibility
    publication.freeDestroy()
    return JSON.stringify(manifest)
}

describe(process.argv[2]).then(console.log)
