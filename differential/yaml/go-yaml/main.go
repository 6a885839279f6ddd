// Reads YAML as kubectl does. Each line of standard input is a JSON text with a sort and a YAML text; each line of
// standard output is {"json": …} with what was made of it, or {"error": "…"}.
//
//   - document: the first document, by sigs.k8s.io/yaml;
//   - stream: every document of a file, by the decoder that kubectl reads files with.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	kubernetes "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type question struct {
	Sort string `json:"sort"`
	Text string `json:"text"`
}

type answer struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer output.Flush()
	for {
		line, err := input.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			panic(err)
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		encoded, err := json.Marshal(read(asked))
		if err != nil {
			panic(err)
		}
		output.Write(append(encoded, '\n'))
		if input.Buffered() == 0 {
			output.Flush()
		}
	}
}

func read(asked question) (result answer) {
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	value, err := readStream(asked.Text)
	if asked.Sort == "document" {
		value, err = yaml.YAMLToJSON([]byte(asked.Text))
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{JSON: value}
}

func readStream(text string) ([]byte, error) {
	decoder := kubernetes.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	documents := []any{}
	for {
		var document any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return json.Marshal(documents)
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
}
