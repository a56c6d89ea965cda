// What the readers' pages share: report to the test what was seen, or what went wrong.

export const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds))

// Ask again and again until there is an answer; undefined when there never is one.
export const until = async (ask, attempts = 100) => {
    for (let attempt = 0; attempt < attempts; attempt++) {
        const answer = await ask()
        if (answer) return answer
        await wait(50)
    }
}

export const words = text => (text ?? '').replace(/\s+/g, ' ').trim()

export const tell = async read => {
    let told
    try {
        told = await read()
    } catch (error) {
        told = { error: `${error?.message ?? error}\n${error?.stack ?? ''}` }
    }
    await fetch('/told', { method: 'POST', body: JSON.stringify(told) })
}
