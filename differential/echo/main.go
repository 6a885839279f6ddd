// echo serves HTTP and sends requests, for the differential test.
//
//	echo serve   answers every request with 200, its version in X-Version and its pod in X-Pod
//	echo send    reads one request a line from standard input as JSON and writes one line of counts for each
//	echo sleep   does nothing
package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

type order struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
	Connect string            `json:"connect"`
	Count   int               `json:"count"`
}

type counts struct {
	Status  map[string]int `json:"status"`
	Version map[string]int `json:"version"`
	Error   string         `json:"error,omitempty"`
}

func serve() {
	host, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Version", os.Getenv("VERSION"))
		w.Header().Set("X-Pod", host)
		fmt.Fprintf(w, "%s %s %s\n", r.Method, r.Host, r.URL)
	})
	fmt.Fprintln(os.Stderr, http.ListenAndServe(":8080", nil))
	os.Exit(1)
}

func once(o order) (string, string, string) {
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	client := &http.Client{Timeout: 10 * time.Second, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	method := o.Method
	if method == "" {
		method = "GET"
	}
	r, err := http.NewRequest(method, o.URL, nil)
	if err != nil {
		return "reset", "", err.Error()
	}
	for name, value := range o.Headers {
		if strings.EqualFold(name, "host") {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	response, err := client.Do(r)
	if err != nil {
		return "reset", "", err.Error()
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return fmt.Sprint(response.StatusCode), response.Header.Get("X-Version"), ""
}

func send() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(make([]byte, 1<<20), 1<<20)
	for input.Scan() {
		var o order
		if json.Unmarshal(input.Bytes(), &o) != nil {
			continue
		}
		result := counts{Status: map[string]int{}, Version: map[string]int{}}
		var lock sync.Mutex
		var wait sync.WaitGroup
		slots := make(chan bool, 4)
		for i := 0; i < o.Count; i++ {
			wait.Add(1)
			slots <- true
			go func() {
				defer wait.Done()
				status, version, failure := once(o)
				lock.Lock()
				result.Status[status]++
				result.Version[version]++
				if failure != "" {
					result.Error = failure
				}
				lock.Unlock()
				<-slots
			}()
		}
		wait.Wait()
		json.NewEncoder(os.Stdout).Encode(result)
	}
}

func main() {
	switch {
	case len(os.Args) > 1 && os.Args[1] == "send":
		send()
	case len(os.Args) > 1 && os.Args[1] == "sleep":
		time.Sleep(1 << 62)
	default:
		serve()
	}
}
